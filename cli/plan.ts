export const plan = async (_options: { grid: string; json: boolean }): Promise<number> => 0;
