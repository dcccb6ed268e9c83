import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type StandInGpu = {
  readonly uuid: string;
  readonly totalMiB?: number;
  readonly usedMiB?: number;
  readonly utilisation?: string;
  readonly parts?: readonly { readonly totalMiB: number; readonly uuid?: string }[];
  readonly processes?: readonly { readonly pid: number; readonly usedMiB: number }[];
};

/** What `nvidia-smi -q -x` prints, as far as anybody reads it; made after the output of driver 550. */
export const gpuXml = (gpus: readonly StandInGpu[]): string => `<?xml version="1.0" ?>
<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
<nvidia_smi_log>
  <timestamp>Wed Nov 25 12:00:00 2026</timestamp>
  <driver_version>550.54.15</driver_version>
  <cuda_version>12.4</cuda_version>
  <attached_gpus>${gpus.length}</attached_gpus>
${gpus.map(oneXml).join('\n')}
</nvidia_smi_log>
`;

const oneXml = (gpu: StandInGpu, index: number): string => `  <gpu id="00000000:0${index}:00.0">
    <product_name>NVIDIA H100 80GB HBM3</product_name>
    <mig_mode><current_mig>${gpu.parts === undefined ? 'Disabled' : 'Enabled'}</current_mig></mig_mode>
    <mig_devices>${
      gpu.parts === undefined
        ? '\n      None\n    '
        : gpu.parts
            .map(
              ({ totalMiB, uuid }, at) => `
      <mig_device>
        <index>${at}</index>${uuid === undefined ? '' : `<uuid>${uuid}</uuid>`}
        <fb_memory_usage><total>${totalMiB} MiB</total><used>12 MiB</used></fb_memory_usage>
      </mig_device>`,
            )
            .join('')
    }</mig_devices>
    <uuid>${gpu.uuid}</uuid>
    <fb_memory_usage>
      <total>${gpu.totalMiB ?? 81_559} MiB</total>
      <reserved>551 MiB</reserved>
      <used>${gpu.usedMiB ?? 0} MiB</used>
    </fb_memory_usage>
    <utilization><gpu_util>${gpu.utilisation ?? '0 %'}</gpu_util><memory_util>0 %</memory_util></utilization>
    <temperature><gpu_temp>33 C</gpu_temp></temperature>
    <processes>${(gpu.processes ?? [])
      .map(
        ({ pid, usedMiB }) =>
          `<process_info><pid>${pid}</pid><type>C</type><used_memory>${usedMiB} MiB</used_memory></process_info>`,
      )
      .join('')}</processes>
  </gpu>`;

/** Puts a program `nvidia-smi` into a folder that prints the file `gpus.xml` beside it, or its list for `-L`. */
export const standInFor = (folder: string, gpus: readonly StandInGpu[], list = ''): NodeJS.ProcessEnv => {
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'nvidia-smi');
  writeFileSync(join(folder, 'gpus.xml'), gpuXml(gpus));
  writeFileSync(join(folder, 'list.txt'), list);
  writeFileSync(
    program,
    `#!/bin/sh\nif [ "$1" = -L ]; then cat '${folder}/list.txt'; else cat '${folder}/gpus.xml'; fi\n`,
  );
  chmodSync(program, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
};
