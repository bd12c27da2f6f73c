/** Sound as a WAV file, which the API takes and no recorder of a browser writes: 16 bits, one channel. */

const HEADER_BYTES = 44;
const BYTES_A_SAMPLE = 2;

export function wavOf(samples: Float32Array, rate: number): Blob {
  const data = new DataView(new ArrayBuffer(HEADER_BYTES + samples.length * BYTES_A_SAMPLE));
  const text = (at: number, word: string) => {
    for (const [index, letter] of [...word].entries()) data.setUint8(at + index, letter.charCodeAt(0));
  };
  const size = samples.length * BYTES_A_SAMPLE;
  text(0, "RIFF");
  data.setUint32(4, HEADER_BYTES - 8 + size, true);
  text(8, "WAVEfmt ");
  data.setUint32(16, 16, true);
  data.setUint16(20, 1, true);
  data.setUint16(22, 1, true);
  data.setUint32(24, rate, true);
  data.setUint32(28, rate * BYTES_A_SAMPLE, true);
  data.setUint16(32, BYTES_A_SAMPLE, true);
  data.setUint16(34, 8 * BYTES_A_SAMPLE, true);
  text(36, "data");
  data.setUint32(40, size, true);
  for (const [index, sample] of samples.entries()) {
    const level = Math.max(-1, Math.min(1, sample));
    data.setInt16(HEADER_BYTES + index * BYTES_A_SAMPLE, Math.round(level * 0x7fff), true);
  }
  return new Blob([data.buffer], { type: "audio/wav" });
}

/** One channel of a recording, whatever the browser has recorded it in. */
export async function wavOfRecording(recording: Blob): Promise<Blob> {
  const context = new AudioContext();
  try {
    const sound = await context.decodeAudioData(await recording.arrayBuffer());
    const { sampleRate, numberOfChannels, length } = sound;
    const mixed = new Float32Array(length);
    for (let channel = 0; channel < numberOfChannels; channel++) {
      for (const [index, sample] of sound.getChannelData(channel).entries()) {
        mixed[index] = (mixed[index] ?? 0) + sample / numberOfChannels;
      }
    }
    return wavOf(mixed, sampleRate);
  } finally {
    await context.close();
  }
}
