package org.apicdr.sftp;

/**
 * A session for one operation.
 *
 * @param session where to send the requests
 * @param lease to be released after the operation
 * @param proven whether an earlier operation had it: then it may have died since
 */
record LeasedSession(SftpSession session, SessionLease lease, boolean proven) {

    SftpRequests requests() {
        return session.requests(lease);
    }
}
