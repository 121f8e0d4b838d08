package org.apicdr.subsystem;

import java.util.List;

/** The namespaces that a call is about where it names none. */
public interface WatchedNamespaces {

    List<String> namespaces();
}
