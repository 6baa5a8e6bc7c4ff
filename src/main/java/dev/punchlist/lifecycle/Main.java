package dev.punchlist.lifecycle;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;

/** The entry point. When the service cannot start, it says why in a line per reason and exits with code 1. */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Starts the service and returns when it has stopped. */
    public static void main(String... args) {
        Quarkus.run(null, Main::exit, args);
    }

    /** Explains, and leaves the exit itself to the framework: in development mode the process goes on. */
    private static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            StartupFailure.explain(failure).forEach(System.err::println);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
    }
}
