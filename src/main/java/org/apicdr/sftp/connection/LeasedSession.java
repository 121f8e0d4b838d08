package org.apicdr.sftp.connection;

/**
 * A session that is leased to one operation.
 *
 * @param session the session to send requests to
 * @param lease the lease to release after the operation
 * @param proven whether an earlier operation used the session, so that it may have died since
 */
record LeasedSession(SftpSession session, SessionLease lease, boolean proven) {

    SftpRequests requests() {
        return session.requests(lease);
    }
}
