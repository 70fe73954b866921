import type { IDataObject } from 'n8n-workflow';
import { standingOf, type Exception } from '../../../lifecycle/exceptions/exception';

/** An exception as items carry it. */
export const shownException = (exception: Exception, now: Date): IDataObject => ({ ...exception, standing: standingOf(exception, now) }) as unknown as IDataObject;
