import { holdArea } from './dbt/hold-area.ts';

holdArea('project', 100);
