/** The status page for operators: static files, which show what the API answers to them. */
@NullMarked
package org.apicdr.rest.page;

import org.jspecify.annotations.NullMarked;
