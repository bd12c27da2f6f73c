// Probing of what tests serve from this machine, whose hosts are refused unless they are allowed.
import * as media from "wanreel/media";

export const probe = (file, options) => media.probe(file, { allowPrivateHosts: true, ...options });
export const checkMedia = (request, options) => media.checkMedia(request, { allowPrivateHosts: true, ...options });
