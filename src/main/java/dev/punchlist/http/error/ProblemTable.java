package dev.punchlist.http.error;

import dev.punchlist.database.failure.DatabaseFailure;
import dev.punchlist.http.body.ClientGoneException;
import dev.punchlist.http.problem.Problem;
import dev.punchlist.http.problem.ProblemException;
import dev.punchlist.http.problem.ProblemType;
import io.vertx.ext.web.handler.HttpException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Map;

/** The one table from failures to problems. */
public final class ProblemTable {

    private ProblemTable() {}

    /** The problem to answer with. */
    public static ProblemException problemOf(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof DatabaseFailure database) {
            return ofDatabase(database);
        }
        if (failure instanceof ClientGoneException) {
            // Nobody reads it, but it is counted, and not as a failure of the service.
            return ProblemException.of(
                    ProblemType.MALFORMED_REQUEST, "The client left before all of the request had come.");
        }
        if (failure instanceof WebApplicationException framework) {
            return ofStatus(framework.getResponse().getStatus());
        }
        if (failure instanceof HttpException router) {
            return ofStatus(router.getStatusCode());
        }
        return ofStatus(500);
    }

    private static ProblemException ofDatabase(DatabaseFailure failure) {
        return switch (failure.kind()) {
            case TRANSACTION_FAILED ->
                ProblemException.of(
                        ProblemType.TRANSACTION_FAILED, "Database transaction failed. Operation rolled back.");
            case CONFLICT ->
                ProblemException.of(
                        ProblemType.CONSTRAINT_CONFLICT,
                        "Other rows of the database exclude this%s. Nothing was changed.".formatted(named(failure)));
            case RULE_BROKEN ->
                ProblemException.of(
                        ProblemType.CONSTRAINT_VIOLATED,
                        "The task breaks a rule of the database%s. Nothing was changed.".formatted(named(failure)));
            case UNAVAILABLE ->
                ProblemException.of(
                        ProblemType.DATABASE_UNAVAILABLE,
                        "The database cannot be reached at the moment.",
                        Problem.retryAfter(2));
            case DEADLINE_PASSED ->
                ProblemException.of(
                        ProblemType.DEADLINE_PASSED,
                        "The database did not do the work in time. Nothing was changed.",
                        Problem.retryAfter(1));
            case OUTCOME_UNKNOWN ->
                ProblemException.of(
                        ProblemType.OUTCOME_UNKNOWN,
                        "The database did not confirm the commit. Look, or retry with the same Idempotency-Key.",
                        Problem.retryAfter(2));
            case OVERLOADED ->
                ProblemException.of(ProblemType.OVERLOADED, "Too many requests are waiting.", Problem.retryAfter(1));
        };
    }

    private static String named(DatabaseFailure failure) {
        return failure.constraint().map(name -> ", \"" + name + "\"").orElse("");
    }

    /** A failure of which only the status is known, because the framework raised it. */
    static ProblemException ofStatus(int status) {
        ProblemType type = ProblemType.ofStatus(status);
        return switch (type) {
            case NOT_FOUND -> ProblemException.of(type, "No resource has this path.");
            case MALFORMED_REQUEST -> ProblemException.of(type, "The request could not be read.");
            case INTERNAL_ERROR, TRANSACTION_FAILED ->
                ProblemException.of(ProblemType.INTERNAL_ERROR, "The service failed.");
            case DATABASE_UNAVAILABLE, OVERLOADED, DRAINING ->
                ProblemException.of(ProblemType.OVERLOADED, "Try again in a moment.", Map.of("Retry-After", "1"));
            case DEADLINE_PASSED, OUTCOME_UNKNOWN ->
                ProblemException.of(ProblemType.DEADLINE_PASSED, "Try again in a moment.", Problem.retryAfter(1));
            default -> ProblemException.of(type, type.title() + ".");
        };
    }
}
