package dev.muster.system.secret;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** An instance of a record whose secret parts are all {@link #SECRET}. */
public final class Sample {
  /** Fit for a token, a password and a key alike. */
  public static final String SECRET = "mat_A1b2C3d4E5f6G7h8J9k0L1m2N3o4P5q6R7s8T9u0V1w";

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(password|secret|token|credential|refresh|raw)$");

  private Sample() {}

  /** Whether a component is a text that must not be shown. */
  public static boolean hasSecret(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).anyMatch(Sample::isSecret);
  }

  private static boolean isSecret(RecordComponent component) {
    return SECRET_NAME.matcher(component.getName()).matches()
        && component.getGenericType().getTypeName().contains("java.lang.String");
  }

  /** Throws {@link IllegalArgumentException} when its constructor doesn't take the sample. */
  public static Object of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components)
            .map(each -> value(each.getGenericType(), isSecret(each) ? SECRET : "text"))
            .toArray();
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(type.getName() + " doesn't take the sample", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Type type, String text) {
    if (type instanceof ParameterizedType generic) {
      return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), text);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return of(plain);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    return switch (plain.getName()) {
      case "java.lang.String" -> text;
      case "int", "java.lang.Integer" -> 1;
      case "long", "java.lang.Long" -> 1L;
      case "double", "java.lang.Double" -> 1.0;
      case "boolean", "java.lang.Boolean" -> true;
      case "[B" -> new byte[32];
      case "java.util.UUID" -> UUID.randomUUID();
      case "java.time.Instant" -> Instant.now();
      case "java.time.Duration" -> Duration.ofSeconds(1);
      case "java.net.URI" -> URI.create("http://localhost");
      case "java.nio.file.Path" -> Path.of("file");
      case "java.util.OptionalInt" -> OptionalInt.of(1);
      case "java.util.OptionalLong" -> OptionalLong.of(1);
      case "dev.muster.kit.secret.Secret" -> secret(plain);
      default -> null;
    };
  }

  private static Object container(Class<?> raw, Type[] arguments, String text) {
    if (raw == Optional.class) {
      return Optional.ofNullable(value(arguments[0], text));
    }
    if (raw == Map.class) {
      return Map.of();
    }
    Object element = value(arguments[0], text);
    if (raw == Set.class) {
      return element == null ? Set.of() : Set.of(element);
    }
    if (raw.isAssignableFrom(List.class)) {
      return element == null ? List.of() : List.of(element);
    }
    return raw.isInterface()
        ? Proxy.newProxyInstance(raw.getClassLoader(), new Class<?>[] {raw}, (p, m, a) -> null)
        : null;
  }

  private static Object secret(Class<?> type) {
    try {
      Method of = type.getMethod("of", String.class);
      return of.invoke(null, SECRET);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
