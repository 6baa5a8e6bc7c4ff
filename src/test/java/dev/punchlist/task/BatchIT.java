package dev.punchlist.task;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same on the packaged service. */
@QuarkusIntegrationTest
class BatchIT extends BatchTest {}
