/** A voice from the microphone. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useWords } from "../language/language.js";
import { seconds } from "../ui/numbers.js";

interface Props {
  /** What it is for, told to those who do not see the row. */
  name: string;
  /** Longest recording; then it ends by itself. */
  maxSeconds: number;
  onRecorded(file: File): void;
}

export function Recorder({ name, maxSeconds, onRecorded }: Props) {
  const words = useWords();
  const recorder = useRef<MediaRecorder>(undefined);
  const [startedAt, setStartedAt] = useState<number>();
  const [now, setNow] = useState(0);
  const [refused, setRefused] = useState(false);

  useEffect(() => {
    if (startedAt === undefined) return;
    const timer = setInterval(() => setNow(Date.now()), 200);
    const end = setTimeout(() => recorder.current?.stop(), maxSeconds * 1000 - 200);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [startedAt, maxSeconds]);
  useEffect(() => () => recorder.current?.stream.getTracks().forEach((track) => track.stop()), []);

  async function start() {
    setRefused(false);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const parts: Blob[] = [];
      const made = new MediaRecorder(stream);
      made.addEventListener("dataavailable", ({ data }) => parts.push(data));
      made.addEventListener("stop", async () => {
        setStartedAt(undefined);
        for (const track of stream.getTracks()) track.stop();
        const { wavOfRecording } = await import("./wav.js");
        const wav = await wavOfRecording(new Blob(parts, { type: made.mimeType }));
        onRecorded(new File([wav], "voice.wav", { type: "audio/wav" }));
      });
      recorder.current = made;
      made.start();
      setNow(Date.now());
      setStartedAt(Date.now());
    } catch {
      setRefused(true);
    }
  }

  if (!navigator.mediaDevices || typeof MediaRecorder === "undefined") return null;
  const isRecording = startedAt !== undefined;
  return (
    <>
      <button
        type="button"
        class="chip record"
        aria-label={isRecording ? undefined : words.recordFor(name)}
        aria-pressed={isRecording}
        onClick={() => (isRecording ? recorder.current?.stop() : start())}
      >
        {isRecording ? words.recording(seconds((now - startedAt) / 1000)) : words.record}
      </button>
      {refused && <span role="status">{words.noMicrophone}</span>}
    </>
  );
}
