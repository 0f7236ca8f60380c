package io.headwater.model.internal.s3;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK's exceptions mean, in a line. */
final class S3Failures {

    private static final Set<String> WRONG_REGION =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException");
    private static final Set<String> OLD_CREDENTIALS = Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired");

    /** Further sentences, lists of what was tried, and the number of attempts. */
    private static final Pattern NOTES = Pattern.compile("(?s)( in the chain| ?[(\\[]|\\.( |$)).*");

    private S3Failures() {}

    /** @param what the request that failed, the beginning of the message */
    static IOException translate(String what, S3Location location, SdkException e) {
        return new IOException(what + ": " + reason(e) + ": " + advice(location, e), e);
    }

    /** What the exception says first, without the SDK's notes, and the fault at its root. */
    static String reason(Throwable e) {
        if (e instanceof AwsServiceException refused) {
            String message = details(refused).errorMessage();
            return message == null ? "the answer was HTTP " + refused.statusCode() : first(message);
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = first(String.valueOf(e.getMessage()));
        String fault = root.getMessage() == null ? root.toString() : root.getMessage();
        return root == e || message.contains(fault) ? message : message + " (" + fault + ")";
    }

    private static String first(String message) {
        return NOTES.matcher(message).replaceFirst("").strip();
    }

    private static AwsErrorDetails details(AwsServiceException e) {
        return e.awsErrorDetails() == null ? AwsErrorDetails.builder().build() : e.awsErrorDetails();
    }

    private static String advice(S3Location location, SdkException e) {
        if (!(e instanceof AwsServiceException refused)) {
            return "check the network, AWS_ENDPOINT_URL_S3 if it is set, and the credentials"
                    + " (AWS_ACCESS_KEY_ID, a profile or a role)";
        }
        int status = refused.statusCode();
        String code = String.valueOf(details(refused).errorCode());
        if (code.equals("NoSuchBucket")) {
            return "create the bucket '" + location.bucket() + "', or correct artifact.store";
        }
        if (status == 301 || WRONG_REGION.contains(code)) {
            return "set AWS_REGION to the region of the bucket '" + location.bucket() + "'";
        }
        if (status == 401 || status == 403 || OLD_CREDENTIALS.contains(code)) {
            return "check the credentials, and that they allow s3:GetObject, s3:PutObject and s3:ListBucket";
        }
        return status == 429 || status >= 500
                ? "the store is busy or has a fault: try again later"
                : "check artifact.store, and AWS_ENDPOINT_URL_S3 if it is set";
    }
}
