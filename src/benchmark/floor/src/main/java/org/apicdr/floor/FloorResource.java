package org.apicdr.floor;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** All that the service does. */
@Path("/")
public class FloorResource {

    @GET
    public String text() {
        return "ok";
    }
}
