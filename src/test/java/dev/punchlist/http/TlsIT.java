package dev.punchlist.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punchlist.support.ServiceProcess;
import dev.punchlist.support.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by the settings of Quarkus alone, as docs/operations.md tells, and HTTP/2 for whoever asks for it in the handshake. */
class TlsIT {

    private static final String PASSWORD = "changeit";

    @Test
    void aClientGetsTheProtocolThatItAsksForInTheHandshake(@TempDir Path directory)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = makeKeys(directory);
        int port = ServiceProcess.freePort();
        try (ServiceProcess service = ServiceProcess.start(TestPostgres.shared()
                .createDatabase("tls")
                .environment(Map.of(
                        "QUARKUS_TLS_KEY_STORE_P12_PATH",
                        keys.toString(),
                        "QUARKUS_TLS_KEY_STORE_P12_PASSWORD",
                        PASSWORD,
                        "QUARKUS_HTTP_SSL_PORT",
                        String.valueOf(port),
                        "QUARKUS_HTTP_INSECURE_REQUESTS",
                        "enabled")))) {
            service.awaitReady();
            HttpRequest create = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/tasks"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"sealed\"}"))
                    .build();
            HttpClient.Builder client = HttpClient.newBuilder().sslContext(trusting(keys));

            HttpResponse<String> newer = client.build().send(create, HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> older = client.version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(create, HttpResponse.BodyHandlers.ofString());

            assertThat(newer.statusCode()).isEqualTo(201);
            assertThat(newer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(older.statusCode()).isEqualTo(201);
            assertThat(older.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    private static Path makeKeys(Path directory) throws IOException, InterruptedException {
        Path keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return keys;
    }

    private static SSLContext trusting(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(keys)) {
            store.load(content, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", store.getCertificate("mykey"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
