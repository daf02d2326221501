package uz.stario.platform.video;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a video that was asked for: a row of the table of videos.
 *
 * @param status {@code queued}, {@code running}, {@code done} or {@code failed}
 * @param file its name within the folder of videos, once done
 * @param error why it failed, or why the last attempt did
 * @param attempts how often a worker has begun it
 */
public record Video(
    UUID id,
    String artistId,
    String prompt,
    String status,
    @Nullable String file,
    @Nullable String error,
    int attempts,
    Instant createdAt,
    Instant updatedAt) {}
