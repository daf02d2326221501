/** Traffic for the platform: journeys of users at a given rate, and how they fared. */
@NullMarked
package uz.stario.platform.traffic;

import org.jspecify.annotations.NullMarked;
