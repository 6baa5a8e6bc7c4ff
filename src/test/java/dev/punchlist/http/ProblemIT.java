package dev.punchlist.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same on the packaged service. */
@QuarkusIntegrationTest
class ProblemIT extends ProblemTest {}
