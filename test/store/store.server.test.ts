import { inject } from 'vitest';
import { storeContract } from './contract.ts';

for (const { name, uri } of inject('mongodbUris')) storeContract(name, uri);
