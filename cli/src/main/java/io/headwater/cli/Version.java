package io.headwater.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Headwater.class.getPackage().getImplementationVersion();
        return new String[] {"headwater " + (version == null ? "(not packaged)" : version)};
    }
}
