/** What of attaching can be tested without a guest; the rest is in dist. */
@NullMarked
package io.farshore.agent.attach;

import org.jspecify.annotations.NullMarked;
