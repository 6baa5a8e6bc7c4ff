package dev.punchlist.task.batch;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same on the native executable. */
@Tag("native")
@QuarkusIntegrationTest
@Execution(ExecutionMode.SAME_THREAD)
class BatchIT extends BatchTest {}
