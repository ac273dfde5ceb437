import { holdArea } from './dbt/hold-area.ts';

holdArea('wider', 200);
