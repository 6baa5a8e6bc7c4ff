package dev.punchlist.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client of a {@link MixedLoad}, who alone changes the tasks that it created. */
final class MixedClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");
    private static final String FIRST_PAGE = "/tasks?sort=-id&limit=20";
    private static final int LONGEST_WALK = 5;
    private static final int KEPT_TASKS = 50;

    /** A task as its client knows it. */
    record Known(long id, String title, String description, String etag) {}

    private final String address;
    private final MixedLoad load;
    private final Random random;
    private final List<Known> tasks = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();

    private int turn;
    private int changes;
    private int pages;
    private String page = FIRST_PAGE;
    private Optional<String> unanswered = Optional.empty();

    MixedClient(int port, int number, MixedLoad load) {
        this.address = "http://127.0.0.1:" + port;
        this.load = load;
        this.random = new Random(number);
    }

    /** What it knows for sure. */
    List<Known> tasks() {
        return tasks;
    }

    /** Sends one request. */
    void step() {
        int kind = tasks.isEmpty() ? turn++ % 2 : turn++ % 6;
        switch (kind) {
            case 0 -> createWithKey();
            case 1 -> create();
            case 2, 3 -> read(tasks.get(random.nextInt(tasks.size())));
            case 4 -> change(random.nextInt(tasks.size()));
            default -> list();
        }
    }

    /** Under one key, until it is acknowledged. */
    private void createWithKey() {
        String title = unanswered.orElseGet(() -> UUID.randomUUID().toString());
        int status = send("POST with key", 201, post(title).header("Idempotency-Key", title))
                .map(answer -> remember(title, answer))
                .orElse(0);
        unanswered = status == 201 ? Optional.empty() : Optional.of(title);
    }

    /** Once; what is refused must not be there, what has no certain answer may be. */
    private void create() {
        String title = UUID.randomUUID().toString();
        int status = send("POST", 201, post(title))
                .map(answer -> remember(title, answer))
                .orElse(0);
        if (status == 503) {
            load.notCreated(title);
        }
    }

    private int remember(String title, HttpResponse<String> answer) {
        if (answer.statusCode() == 201) {
            load.created(title);
            tasks.add(new Known(json(answer).get("id").longValue(), title, "new", etag(answer)));
            if (tasks.size() > KEPT_TASKS) {
                tasks.remove(0);
            }
        }
        return answer.statusCode();
    }

    private void read(Known task) {
        send("GET one", 200, request("/tasks/" + task.id()))
                .filter(answer -> answer.statusCode() == 200)
                .filter(answer -> !etag(answer).equals(task.etag())
                        || !json(answer).get("title").textValue().equals(task.title())
                        || !json(answer).get("description").textValue().equals(task.description()))
                .ifPresent(answer -> load.contradiction(task + " was read as " + answer.body()));
    }

    private void change(int index) {
        Known task = tasks.get(index);
        String description = "change " + ++changes;
        Optional<HttpResponse<String>> answer = send(
                "PATCH",
                200,
                request("/tasks/" + task.id())
                        .header("Content-Type", "application/merge-patch+json")
                        .header("If-Match", task.etag())
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString("{\"description\":\"" + description + "\"}")));
        switch (answer.map(HttpResponse::statusCode).orElse(0)) {
            case 200 -> tasks.set(index, new Known(task.id(), task.title(), description, etag(answer.orElseThrow())));
            case 412 -> load.contradiction(task + " was changed by nobody, but If-Match fails");
            case 503 -> {
                // Nothing was changed.
            }
            default -> tasks.remove(index);
        }
    }

    /** The next page of a walk from the newest task on, which shows each of its own tasks in its place, and once. */
    private void list() {
        Optional<HttpResponse<String>> answer =
                send("GET page", 200, request(page)).filter(got -> got.statusCode() == 200);
        if (answer.isPresent()) {
            List<Long> ids = new ArrayList<>();
            json(answer.get()).forEach(task -> ids.add(task.get("id").longValue()));
            checkPage(ids);
            follow(answer.get());
        }
    }

    private void checkPage(List<Long> ids) {
        if (ids.isEmpty() || !ids.stream().allMatch(seen::add)) {
            load.contradiction("A page repeats tasks, or has none: " + ids);
            return;
        }
        long newest = pages == 0 ? Long.MAX_VALUE : ids.get(0);
        long oldest = ids.get(ids.size() - 1);
        tasks.stream()
                .filter(task -> task.id() >= oldest && task.id() <= newest && !ids.contains(task.id()))
                .forEach(task -> load.contradiction(task + " is missing in the page " + ids));
    }

    private void follow(HttpResponse<String> answer) {
        Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
        if (++pages < LONGEST_WALK && next.find()) {
            page = next.group(1);
        } else {
            page = FIRST_PAGE;
            pages = 0;
            seen.clear();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
    }

    private HttpRequest.Builder post(String title) {
        return request("/tasks")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"" + title + "\",\"description\":\"new\"}"));
    }

    /** The answer, where there is one; any but the expected status is counted as a failure. */
    private Optional<HttpResponse<String>> send(String kind, int expected, HttpRequest.Builder request) {
        load.sent(kind);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                load.failed(kind + " " + answer.statusCode() + " " + answer.body());
            }
            return Optional.of(answer);
        } catch (IOException e) {
            load.failed(kind + " 0 " + e);
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
