package dev.muster.platform.edge;

import dev.muster.platform.process.PlatformException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
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
  private final EdgeAddress address;
  private final String deployment;

  private EdgeServer(Vertx vertx, EdgeAddress address, String deployment) {
    this.vertx = vertx;
    this.address = address;
    this.deployment = deployment;
  }

  /** The public port: routes by path, answers {@code /health} itself. */
  public static EdgeServer edge(
      Vertx vertx,
      EdgeAddress address,
      RouteTable routes,
      Map<String, Replicas> services,
      EdgeHealth health) {
    return listen(
        vertx,
        address,
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
        vertx,
        new EdgeAddress("127.0.0.1", port),
        forwarder -> request -> forwarder.forward(request, replicas));
  }

  public int port() {
    return address.port();
  }

  @Override
  public void close() {
    await(vertx.undeploy(deployment), address);
  }

  private static EdgeServer listen(Vertx vertx, EdgeAddress address, EdgeLoop.Rules rules) {
    String deployment =
        await(
            vertx.deployVerticle(
                () -> new EdgeLoop(address, rules),
                new io.vertx.core.DeploymentOptions().setInstances(LOOPS)),
            address);
    return new EdgeServer(vertx, address, deployment);
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

  private static <T> T await(io.vertx.core.Future<T> future, EdgeAddress address) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException("interrupted while opening port " + address.port(), e);
    } catch (ExecutionException e) {
      throw new PlatformException(ListenFailure.of(e.getCause(), address), e);
    } catch (TimeoutException e) {
      throw new PlatformException("port " + address.port() + " did not open or close in time", e);
    }
  }
}
