package io.farshore.core.catalog;

import io.farshore.core.store.CrashedError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Plays actors who take turns: one runs at a time, up to its next {@link #pause}, and chance says who goes on. So a seed plays
 * the same piece again. Knows nothing of what is played.
 */
public final class Stage {
    private static final int LONGEST_SLEEP = 150;

    private final RandomGenerator random;
    private final Runnable betweenTurns;
    private final Semaphore back = new Semaphore(0);
    private final List<Actor> actors = new ArrayList<>();
    private @Nullable Actor current;
    private volatile boolean isOver;
    private long turns;

    public Stage(RandomGenerator random, Runnable betweenTurns) {
        this.random = random;
        this.betweenTurns = betweenTurns;
    }

    /** What an actor does. */
    public interface Part {
        void play() throws IOException;
    }

    public void enter(Part part) {
        actors.add(new Actor(part));
    }

    /** Called by an actor: lets others go on first. */
    public void pause() {
        Actor actor = current;
        if (actor != null) {
            back.release();
            actor.turn.acquireUninterruptibly();
            if (isOver) {
                throw new CrashedError("the play is over");
            }
        }
    }

    /** Plays until all have finished, and throws what one of them threw. */
    public void play() {
        actors.forEach(actor -> actor.thread.start());
        List<Actor> playing = new ArrayList<>(actors);
        while (!playing.isEmpty()) {
            turn(playing);
            Throwable failure = isOver ? null : failure();
            if (failure != null) {
                finish(playing);
                throw new AssertionError("after " + turns + " turns: " + failure.getMessage(), failure);
            }
        }
    }

    private void turn(List<Actor> playing) {
        Actor actor = playing.get(random.nextInt(playing.size()));
        turns++;
        if (actor.asleepUntil > turns && random.nextInt(LONGEST_SLEEP) > 0) {
            return;
        }
        if (random.nextInt(25) == 0) {
            actor.asleepUntil = turns + random.nextInt(LONGEST_SLEEP);
        }
        run(actor);
        betweenTurns.run();
        if (actor.isDone) {
            playing.remove(actor);
        }
    }

    private void run(Actor actor) {
        current = actor;
        actor.turn.release();
        back.acquireUninterruptibly();
        current = null;
    }

    private @Nullable Throwable failure() {
        return actors.stream()
                .map(actor -> actor.failure)
                .filter(failure -> failure != null)
                .findFirst()
                .orElse(null);
    }

    private void finish(List<Actor> playing) {
        isOver = true;
        playing.forEach(actor -> {
            while (!actor.isDone) {
                run(actor);
            }
        });
    }

    /** One who plays. */
    private final class Actor {
        private final Semaphore turn = new Semaphore(0);
        private final Thread thread;
        private volatile boolean isDone;
        private volatile @Nullable Throwable failure;
        private long asleepUntil;

        Actor(Part part) {
            thread = Thread.ofVirtual().name("actor-" + actors.size()).unstarted(() -> perform(part));
        }

        private void perform(Part part) {
            turn.acquireUninterruptibly();
            try {
                part.play();
            } catch (IOException | RuntimeException | Error e) {
                failure = isOver ? failure : e;
            } finally {
                isDone = true;
                back.release();
            }
        }
    }
}
