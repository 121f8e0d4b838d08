package org.apicdr.rest;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.apicdr.backup.run.BackupRunId;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.restoration.RestorationId;
import org.jspecify.annotations.Nullable;

/** Parses the ids in paths. A malformed id is reported like an id that does not exist. */
@Provider
public class IdConverterProvider implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked") // each branch compares the type
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        if (rawType == BundleId.class) {
            return (ParamConverter<T>) new IdConverter<>(
                    BundleId::new, ErrorCode.BUNDLE_NOT_FOUND, "The path has no valid bundle id. List the bundles.");
        }
        if (rawType == BackupRunId.class) {
            return (ParamConverter<T>) new IdConverter<>(
                    BackupRunId::new, ErrorCode.BACKUP_RUN_NOT_FOUND, "The path has no valid id of a backup run.");
        }
        if (rawType == RestorationId.class) {
            return (ParamConverter<T>) new IdConverter<>(
                    RestorationId::new, ErrorCode.RESTORATION_NOT_FOUND, "The path has no valid id of a restoration.");
        }
        return null;
    }

    /** Does not quote what is no id, because it may be a misplaced token. */
    private record IdConverter<T>(Function<String, T> parser, ErrorCode notFound, String message)
            implements ParamConverter<T> {

        @Override
        public T fromString(String value) {
            try {
                return parser.apply(value);
            } catch (IllegalArgumentException e) {
                throw new ServiceException(notFound, message, e);
            }
        }

        @Override
        public String toString(T id) {
            return id.toString();
        }
    }
}
