package dev.punchlist.support;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/** Creates and reads tasks as a client does. */
public final class Tasks {

    private Tasks() {}

    /** A new task with this title; answers its id. */
    public static long create(String title) {
        return create(Map.of("title", title)).getLong("id");
    }

    /** A new task with these members; answers it. */
    public static JsonPath create(Map<String, ?> members) {
        Response answer = given().contentType("application/json").body(members).post("/tasks");
        answer.then().statusCode(201);
        return answer.jsonPath();
    }

    /** The task with this id. */
    public static JsonPath get(long id) {
        Response answer = given().get("/tasks/{id}", id);
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    /** How many tasks there are. */
    public static int count() {
        return Integer.parseInt(
                given().header("Prefer", "count=exact").get("/tasks?limit=1").header("Total-Count"));
    }

    /** How many tasks have a smaller id. */
    public static int countBefore(long id) {
        int count = 0;
        while (true) {
            List<Long> page = given().get("/tasks?skip={skip}&limit=1000", count)
                    .jsonPath()
                    .getList("id", Long.class);
            int smaller = (int) page.stream().filter(other -> other < id).count();
            count += smaller;
            if (smaller < 1000) {
                return count;
            }
        }
    }
}
