package uz.stario.platform.face;

/**
 * Somebody who can be found in the quiz.
 *
 * @param id as in the table of artists
 * @param name as people read it
 */
public record Artist(String id, String name) {}
