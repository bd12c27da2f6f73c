/** A small picture of a file. */
import { useEffect, useState } from "preact/hooks";
import { kindOf } from "./pick.js";

/** An address of a file for as long as it is shown. */
export function useFileUrl(file: File): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}

export function Thumbnail({ file }: { file: File }) {
  const url = useFileUrl(file);
  const kind = kindOf(file);
  if (kind === "audio") return <audio class="thumb sound" src={url} controls aria-label={file.name} />;
  if (kind === "video") return <video class="thumb" src={url} muted playsInline preload="metadata" aria-hidden="true" />;
  return <img class="thumb" src={url} alt="" />;
}
