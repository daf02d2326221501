/** A Slack that refuses what Slack refuses. */
@NullMarked
package uz.stario.rollback.testkit.slack;

import org.jspecify.annotations.NullMarked;
