/** The redirect to the address with a slash would come before the proxy. */
export default process.env.TRAILING_SLASH ? { trailingSlash: true, skipTrailingSlashRedirect: true } : {};
