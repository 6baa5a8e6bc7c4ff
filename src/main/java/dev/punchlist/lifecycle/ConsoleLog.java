package dev.punchlist.lifecycle;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;

/**
 * Puts a {@link LogQueue} before the console in production. The framework has one of its own, which does not count what it
 * drops, and waits for the reader at the end.
 */
@ApplicationScoped
class ConsoleLog {

    private final AtomicLong dropped = new AtomicLong();

    ConsoleLog(MeterRegistry metrics) {
        FunctionCounter.builder("punchlist.log.dropped", dropped, AtomicLong::get)
                .description("Lines of the log that were dropped, because nobody read what is printed")
                .baseUnit("lines")
                .register(metrics);
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            for (Handler root : Logger.getLogger("").getHandlers()) {
                if (root instanceof ExtHandler handlers) {
                    handlers.setHandlers(Arrays.stream(handlers.getHandlers())
                            .map(this::queued)
                            .toArray(Handler[]::new));
                }
            }
        }
    }

    private Handler queued(Handler handler) {
        return handler instanceof ConsoleHandler ? new LogQueue(handler, dropped) : handler;
    }
}
