package dev.muster.tasks.engine;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The service's own classes, one of each, wired by their {@code @Inject} as CDI would do it, but
 * without Quarkus: several replicas fit into one test, each with a data source of its own.
 */
public final class Wiring {
  private static final Class<?>[] EVENT = {Event.class};

  private final Map<Class<?>, Object> made = new LinkedHashMap<>();
  private final List<Object> started = new ArrayList<>();
  private final Map<String, String> settings;

  public Wiring(Map<String, String> settings) {
    this.settings = settings;
    made.put(
        Event.class,
        Proxy.newProxyInstance(
            Event.class.getClassLoader(),
            EVENT,
            (self, method, arguments) -> event(method, arguments)));
  }

  /** Uses this where the type is asked for. */
  public <T> Wiring with(Class<T> type, T object) {
    made.put(type, object);
    return this;
  }

  public synchronized <T> T get(Class<T> type) {
    Object known = made.get(type);
    if (known == null) {
      known = type.isAnnotationPresent(ConfigMapping.class) ? config(type) : make(type);
      made.put(type, known);
    }
    return type.cast(known);
  }

  /** Lets it observe the start, as at the start of the service. */
  public void start(Class<?> type) {
    Object object = get(type);
    started.add(object);
    observe(object, StartupEvent.class, null);
  }

  public void stop() {
    started.reversed().forEach(object -> observe(object, ShutdownEvent.class, null));
  }

  /** What is fired is heard by what there is, in the thread that fires it. */
  private Object event(Method method, Object[] arguments) {
    if (!method.getName().equals("fire")) {
      throw new UnsupportedOperationException(method.getName());
    }
    List<Object> hearers;
    synchronized (this) {
      hearers = List.copyOf(made.values());
    }
    hearers.forEach(hearer -> observe(hearer, arguments[0].getClass(), arguments[0]));
    return null;
  }

  private <T> T config(Class<T> type) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(type)
        .withDefaultValues(settings)
        .build()
        .getConfigMapping(type);
  }

  private Object make(Class<?> type) {
    try {
      Constructor<?> constructor =
          Stream.of(type.getDeclaredConstructors())
              .filter(each -> each.isAnnotationPresent(Inject.class))
              .findFirst()
              .orElseGet(() -> withoutArguments(type));
      constructor.setAccessible(true);
      Object object =
          constructor.newInstance(
              Stream.of(constructor.getParameterTypes()).map(each -> (Object) get(each)).toArray());
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(Inject.class)) {
          field.setAccessible(true);
          field.set(object, get(field.getType()));
        }
      }
      return object;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  private static Constructor<?> withoutArguments(Class<?> type) {
    try {
      return type.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has to be given", e);
    }
  }

  private static void observe(Object object, Class<?> type, Object event) {
    for (Method method : object.getClass().getDeclaredMethods()) {
      Parameter[] parameters = method.getParameters();
      if (parameters.length == 1
          && parameters[0].isAnnotationPresent(Observes.class)
          && parameters[0].getType() == type) {
        try {
          method.setAccessible(true);
          method.invoke(object, event);
        } catch (InvocationTargetException e) {
          throw new IllegalStateException(method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
