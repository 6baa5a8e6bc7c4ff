package dev.punchlist.task.list;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same on the native executable. */
@QuarkusIntegrationTest
@Tag("native")
@Execution(ExecutionMode.SAME_THREAD)
class TaskPagingIT extends TaskPagingTest {}
