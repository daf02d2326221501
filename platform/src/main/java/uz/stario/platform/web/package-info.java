/**
 * What every service is made of: routes, limits, problems, logs, metrics, health and a graceful
 * stop.
 */
@NullMarked
package uz.stario.platform.web;

import org.jspecify.annotations.NullMarked;
