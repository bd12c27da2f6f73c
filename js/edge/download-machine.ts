/** The machine of a download that another process may have begun. */
import type { Settings } from "../client/settings.js";
import { type ArchivePlan, pipelineModule } from "./machine.js";

export type DownloadMachine = InstanceType<ReturnType<typeof pipelineModule>["DownloadMachine"]>;

/** @param kept bytes that are in the bucket; with them it goes on by range, where the file is still the same */
export function downloadMachine({ retry, readMs }: Settings, plan: ArchivePlan, kept: number): DownloadMachine {
  const { createdAt, completedAt, upload } = plan;
  const { DownloadMachine: Machine } = pipelineModule();
  const machine = new Machine(Float64Array.from(retry), readMs, createdAt ?? Number.NaN, completedAt ?? Number.NaN);
  if (kept === 0 || !upload) return machine;
  const { whole, validator, mediaType } = upload;
  return machine.behind(kept, whole ?? Number.NaN, validator ?? undefined, mediaType ?? "video/mp4");
}
