package dev.muster.platform.edge;

import dev.muster.platform.process.PlatformException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A port that passes requests on: the public edge by the route table, or one service's internal
 * balancer.
 */
public final class EdgeServer implements AutoCloseable {
  private static final int LOOPS = 2;

  private final Vertx vertx;
  private final int port;
  private final String deployment;

  private EdgeServer(Vertx vertx, int port, String deployment) {
    this.vertx = vertx;
    this.port = port;
    this.deployment = deployment;
  }

  /** The public port: routes by path, answers {@code /health} itself. */
  public static EdgeServer edge(
      Vertx vertx,
      String host,
      int port,
      RouteTable routes,
      Map<String, Replicas> services,
      EdgeHealth health) {
    return listen(
        vertx,
        host,
        port,
        forwarder ->
            request -> {
              String path = request.path();
              if (!SafePath.isSafe(path)) {
                EdgeError.BAD_PATH.answer(request);
              } else if (path.equals("/health")) {
                answerHealth(request, health);
              } else {
                Optional<Replicas> replicas = routes.service(path).map(services::get);
                replicas.ifPresentOrElse(
                    found -> forwarder.forward(request, found),
                    () -> EdgeError.NO_ROUTE.answer(request));
              }
            });
  }

  /** A loopback port in front of all replicas of one service, every path. */
  public static EdgeServer balancer(Vertx vertx, int port, Replicas replicas) {
    return listen(
        vertx, "127.0.0.1", port, forwarder -> request -> forwarder.forward(request, replicas));
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    await(vertx.undeploy(deployment), port);
  }

  private static EdgeServer listen(Vertx vertx, String host, int port, EdgeLoop.Rules rules) {
    String deployment =
        await(
            vertx.deployVerticle(
                () -> new EdgeLoop(host, port, rules),
                new io.vertx.core.DeploymentOptions().setInstances(LOOPS)),
            port);
    return new EdgeServer(vertx, port, deployment);
  }

  private static void answerHealth(HttpServerRequest request, EdgeHealth health) {
    Handler<EdgeHealth.Report> answer =
        report ->
            request
                .response()
                .setStatusCode(report.up() ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .end(report.json());
    health.check().onSuccess(answer).onFailure(failed -> EdgeError.AWAY.answer(request));
  }

  private static <T> T await(io.vertx.core.Future<T> future, int port) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException("interrupted while opening port " + port, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BindException) {
        throw new PlatformException("port " + port + " is taken; choose another with --port", e);
      }
      throw new PlatformException("cannot listen on port " + port + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new PlatformException("port " + port + " did not open or close in time", e);
    }
  }
}
