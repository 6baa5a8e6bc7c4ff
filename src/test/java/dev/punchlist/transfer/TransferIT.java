package dev.punchlist.transfer;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same on the packaged service. */
@QuarkusIntegrationTest
class TransferIT extends TransferTest {}
