package org.apicdr.demo;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the embedded parts are. */
@ConfigMapping(prefix = "demo")
interface DemoConfig {

    /** All files of the demo; set by the Maven profile. */
    Path folder();

    /** Address of the simulated API server. */
    String kubernetes();
}
