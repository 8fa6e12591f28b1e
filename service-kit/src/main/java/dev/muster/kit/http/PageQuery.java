package dev.muster.kit.http;

import dev.muster.error.ContractException;
import jakarta.ws.rs.QueryParam;

/**
 * {@code page} (from 1, default 1) and {@code page_size} (1 to 200, default 20) of a list. Taken as
 * a {@code @BeanParam}; anything else is answered 1001 when it is read.
 */
public final class PageQuery {
  private static final int DEFAULT_SIZE = 20;
  private static final int LARGEST_SIZE = 200;
  // Beyond it the offset of the largest page would not fit into an int.
  private static final int LAST_PAGE = 10_000_000;

  @QueryParam("page")
  String page;

  @QueryParam("page_size")
  String pageSize;

  public static PageQuery of(int page, int size) {
    PageQuery query = new PageQuery();
    query.page = Integer.toString(page);
    query.pageSize = Integer.toString(size);
    return query;
  }

  public int page() {
    return number("page", page, 1, LAST_PAGE);
  }

  public int size() {
    return number("page_size", pageSize, DEFAULT_SIZE, LARGEST_SIZE);
  }

  /** How many items come before this page. */
  public int offset() {
    return (page() - 1) * size();
  }

  private static int number(String name, String text, int otherwise, int largest) {
    if (text == null) {
      return otherwise;
    }
    // As parseInt alone would take the digits of every script.
    int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (value >= 1 && value <= largest) {
      return value;
    }
    throw ContractException.badParameter(name, "must be a number from 1 to " + largest);
  }
}
