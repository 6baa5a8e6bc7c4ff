package dev.punchlist.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.function.Function;

/** The calls of Punchlist that are measured, straight on the Vert.x clients: what is left when framework and ORM are gone. */
public final class Raw extends AbstractVerticle {

    private static final int POOL_SIZE = 20;
    private static final int LOOKUPS_PER_CONNECTION = 64;

    private final int port;
    private final Tasks tasks;

    private Raw(int port, Tasks tasks) {
        this.port = port;
        this.tasks = tasks;
    }

    /** Serves on {@code PORT} from the database at {@code DATABASE_URL}, which holds user and password. */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        PgConnectOptions database =
                PgConnectOptions.fromUri(System.getenv("DATABASE_URL")).setCachePreparedStatements(true);
        Pool pool = PgBuilder.pool()
                .connectingTo(database)
                .with(new PoolOptions().setMaxSize(POOL_SIZE))
                .using(vertx)
                .build();
        int port = Integer.parseInt(System.getenv("PORT"));
        DeploymentOptions everyEventLoop =
                new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
        vertx.deployVerticle(() -> new Raw(port, new Tasks(pool, lookups(vertx, database))), everyEventLoop)
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    private static SqlClient lookups(Vertx vertx, PgConnectOptions database) {
        return PgBuilder.client()
                .connectingTo(new PgConnectOptions(database).setPipeliningLimit(LOOKUPS_PER_CONNECTION))
                .with(new PoolOptions().setMaxSize(1))
                .using(vertx)
                .build();
    }

    @Override
    public void start(Promise<Void> started) {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false));
        router.get("/tasks").handler(answering(this::list));
        router.get("/tasks/:id").handler(answering(this::get));
        router.post("/tasks").handler(answering(this::create));
        router.patch("/tasks/:id").handler(answering(this::patch));
        vertx.createHttpServer()
                .requestHandler(router)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private Future<Void> get(RoutingContext request) {
        return tasks.byId(id(request))
                .compose(found ->
                        found.isEmpty() ? Future.failedFuture(new Refusal(404)) : answer(request, 200, found.get(0)));
    }

    private Future<Void> list(RoutingContext request) {
        int limit = Integer.parseInt(request.request().getParam("limit", "10"));
        String cursor = request.request().getParam("cursor");
        Future<List<Task>> page =
                cursor == null ? tasks.first(limit + 1) : tasks.behind(Long.parseLong(cursor), limit + 1);
        return page.compose(found -> {
            List<Task> shown = found.subList(0, Math.min(limit, found.size()));
            request.response().putHeader("Link", links(limit, cursor, shown, found.size() > limit));
            return send(
                    request, 200, new JsonArray(shown.stream().map(Task::json).toList()).encode());
        });
    }

    private static String links(int limit, String cursor, List<Task> shown, boolean goesOn) {
        String list = "</tasks?limit=" + limit;
        String links = list + ">; rel=\"first\"";
        if (cursor != null && !shown.isEmpty()) {
            links += ", " + list + "&before=" + shown.get(0).id() + ">; rel=\"prev\"";
        }
        if (goesOn) {
            links += ", " + list + "&cursor=" + shown.get(limit - 1).id() + ">; rel=\"next\"";
        }
        return links;
    }

    private Future<Void> create(RoutingContext request) {
        return tasks.create(request.body().asJsonObject()).compose(task -> {
            request.response().putHeader("Location", "/tasks/" + task.id());
            return answer(request, 201, task);
        });
    }

    private Future<Void> patch(RoutingContext request) {
        String tag = request.request().getHeader("If-Match");
        return tasks.patch(id(request), request.body().asJsonObject(), tag).compose(task -> answer(request, 200, task));
    }

    private static Handler<RoutingContext> answering(Function<RoutingContext, Future<Void>> call) {
        return request -> call.apply(request).onFailure(failure -> {
            if (failure instanceof Refusal refusal) {
                request.fail(refusal.status());
            } else {
                request.fail(failure);
            }
        });
    }

    private static long id(RoutingContext request) {
        return Long.parseLong(request.pathParam("id"));
    }

    private static Future<Void> answer(RoutingContext request, int status, Task task) {
        request.response().putHeader("ETag", task.tag());
        return send(request, status, task.json().encode());
    }

    private static Future<Void> send(RoutingContext request, int status, String body) {
        return request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }
}
