/** Messages to a Slack channel through an incoming webhook. */
@NullMarked
package uz.stario.rollback.adapters.slack;

import org.jspecify.annotations.NullMarked;
