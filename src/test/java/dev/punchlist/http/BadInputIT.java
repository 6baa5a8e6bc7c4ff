package dev.punchlist.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same on the native executable. */
@QuarkusIntegrationTest
@Tag("native")
@Execution(ExecutionMode.SAME_THREAD)
class BadInputIT extends BadInputTest {}
