package dev.punchlist.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BodyRoomsTest {

    private static final int LARGE = 1 << 20;

    private final BodyRooms rooms = new BodyRooms(4L * 8 * LARGE, LARGE);

    private List<BodyRooms.Place> large(int count) {
        return Stream.generate(rooms::place)
                .limit(count)
                .filter(place -> place.hold(LARGE))
                .toList();
    }

    @Test
    void largeBodiesFindRoomUntilItIsTaken() {
        assertThat(large(10)).hasSize(4);
    }

    @Test
    void largeBodiesNeverKeepTheSmallOut() {
        large(10);

        assertThat(rooms.place().hold(BodyRooms.SMALL)).isTrue();
    }

    @Test
    void smallBodiesNeverKeepTheLargeOut() {
        long found = Stream.generate(() -> rooms.place().hold(BodyRooms.SMALL))
                .takeWhile(room -> room)
                .count();

        assertThat(found).isPositive();
        assertThat(rooms.place().hold(LARGE)).isTrue();
    }

    @Test
    void whatIsGivenBackIsThereForOthers() {
        List<BodyRooms.Place> first = large(10);

        first.forEach(BodyRooms.Place::leave);

        assertThat(large(10)).hasSize(4);
    }

    @Test
    void aBodyThatGrowsMovesFromOneRoomToTheOther() {
        BodyRooms.Place growing = rooms.place();
        growing.hold(BodyRooms.SMALL);
        growing.hold(LARGE);

        assertThat(large(10)).hasSize(3);
        growing.leave();
        assertThat(large(10)).hasSize(1);
    }

    @Test
    void oneBodyOfTheLargestSizeAlwaysFindsRoom() {
        BodyRooms narrow = new BodyRooms(1_024, LARGE);

        assertThat(narrow.place().hold(LARGE)).isTrue();
        assertThat(narrow.place().hold(LARGE)).isFalse();
    }
}
