/** Tests of the status page in a browser, on answers of the API that the document describes. */
@NullMarked
package org.apicdr.rest.page;

import org.jspecify.annotations.NullMarked;
