package org.apicdr.subsystem;

import java.util.List;

/** The namespaces that a request without a namespace applies to. */
public interface WatchedNamespaces {

    List<String> namespaces();
}
