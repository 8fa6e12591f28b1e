package dev.muster.system.stage;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the shared {@link Stage}, whole and idle at the start of each. */
public final class OnStage implements ParameterResolver, BeforeEachCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(OnStage.class);

  /** Closed by JUnit at the end of the run. */
  private record Held(Stage stage, Exception failure) implements AutoCloseable {
    static Held start() {
      try {
        return new Held(Stage.start(), null);
      } catch (Exception e) {
        return new Held(null, e);
      }
    }

    @Override
    public void close() {
      if (stage != null) {
        stage.close();
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    stage(context).heal();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Stage.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return stage(context);
  }

  private static Stage stage(ExtensionContext context) {
    Held held =
        context
            .getRoot()
            .getStore(OURS)
            .computeIfAbsent(Stage.class, key -> Held.start(), Held.class);
    if (held.failure() != null) {
      throw new IllegalStateException("the platform did not start", held.failure());
    }
    return held.stage();
  }
}
