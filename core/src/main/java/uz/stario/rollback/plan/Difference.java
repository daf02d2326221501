package uz.stario.rollback.plan;

/**
 * One thing that differs between two templates.
 *
 * @param what the kind of thing: {@code image}, {@code env}, {@code resources}, {@code config},
 *     {@code container}, {@code other}
 * @param where the container, and the name in it
 * @param before the value before; empty when it was not there
 * @param after the value after; empty when it is not there
 */
public record Difference(String what, String where, String before, String after) {}
